/** Reads documents inside one directory. */
@NullMarked
package io.reagent.tools.files;

import org.jspecify.annotations.NullMarked;
