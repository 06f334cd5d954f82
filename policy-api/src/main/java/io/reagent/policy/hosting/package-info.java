/** The models in this process: base models, weights that are trained over them, and weights that are sampled from. */
@NullMarked
package io.reagent.policy.hosting;

import org.jspecify.annotations.NullMarked;
