/** The web console: pages that show in a browser what the REST API tells. */
@NullMarked
package io.reagent.training.console;

import org.jspecify.annotations.NullMarked;
