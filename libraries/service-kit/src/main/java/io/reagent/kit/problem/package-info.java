/** Every error of a service as one application/problem+json shape: a stable type, the field at fault and a remedy. */
@NullMarked
package io.reagent.kit.problem;

import org.jspecify.annotations.NullMarked;
