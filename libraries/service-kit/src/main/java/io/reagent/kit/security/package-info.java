/** Optional API keys at the edge. */
@NullMarked
package io.reagent.kit.security;

import org.jspecify.annotations.NullMarked;
