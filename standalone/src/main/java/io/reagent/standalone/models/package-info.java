/** Models that are got from elsewhere: what there is to fetch, and GGUF files converted. */
@NullMarked
package io.reagent.standalone.models;

import org.jspecify.annotations.NullMarked;
