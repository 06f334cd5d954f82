/** Lists in keyset pages: their query parameters, ids and cursors, so that a mismatch names the parameter. */
@NullMarked
package io.reagent.kit.paging;

import org.jspecify.annotations.NullMarked;
