/** The Tinker protocol on the wire: what its Python client sends and expects. */
@NullMarked
package io.reagent.policy.tinker;

import org.jspecify.annotations.NullMarked;
