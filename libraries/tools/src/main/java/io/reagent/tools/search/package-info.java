/** Search: over HTTP by any provider, or over one's own documents. */
@NullMarked
package io.reagent.tools.search;

import org.jspecify.annotations.NullMarked;
