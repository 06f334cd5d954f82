/** Saved weights: by name and path, listed, downloaded and deleted. */
@NullMarked
package io.reagent.policy.checkpoints;

import org.jspecify.annotations.NullMarked;
