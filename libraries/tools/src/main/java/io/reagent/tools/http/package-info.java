/** Calls to the services an operator has configured. */
@NullMarked
package io.reagent.tools.http;

import org.jspecify.annotations.NullMarked;
