/** Request bodies that clients have compressed. */
@NullMarked
package io.reagent.kit.compression;

import org.jspecify.annotations.NullMarked;
