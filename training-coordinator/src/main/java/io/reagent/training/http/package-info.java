/** The service's REST API. */
@NullMarked
package io.reagent.training.http;

import org.jspecify.annotations.NullMarked;
