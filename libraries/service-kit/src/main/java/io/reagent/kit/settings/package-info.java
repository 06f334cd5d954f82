/** What can be set, and by which variables of the environment. */
@NullMarked
package io.reagent.kit.settings;

import org.jspecify.annotations.NullMarked;
