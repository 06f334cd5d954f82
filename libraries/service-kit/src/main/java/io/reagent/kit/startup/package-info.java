/** What a service has to say about its start. */
@NullMarked
package io.reagent.kit.startup;

import org.jspecify.annotations.NullMarked;
