/** The service that hosts policy models: they are sampled from and trained here. */
@NullMarked
package io.reagent.policy;

import org.jspecify.annotations.NullMarked;
