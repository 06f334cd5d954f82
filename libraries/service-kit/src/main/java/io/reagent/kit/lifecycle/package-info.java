/** What runs beside the requests for as long as a service does. */
@NullMarked
package io.reagent.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
