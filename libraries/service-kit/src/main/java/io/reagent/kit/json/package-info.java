/** JSON bodies read field by field, so that a mismatch names the field. */
@NullMarked
package io.reagent.kit.json;

import org.jspecify.annotations.NullMarked;
