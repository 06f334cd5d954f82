/** The commands of {@code ./reagent}: their help, their completion, and those that a JVM runs. */
@NullMarked
package io.reagent.standalone.cli;

import org.jspecify.annotations.NullMarked;
