/** How services listen: what is a service's own, and whom it waits for. */
@NullMarked
package io.reagent.kit.server;

import org.jspecify.annotations.NullMarked;
