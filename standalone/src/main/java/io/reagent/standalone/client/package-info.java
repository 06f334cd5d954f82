/** A running platform as its users see it: over REST. */
@NullMarked
package io.reagent.standalone.client;

import org.jspecify.annotations.NullMarked;
