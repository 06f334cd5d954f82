/** How a trajectory is put before a judge and how what the judge wrote becomes a closed outcome. */
@NullMarked
package io.reagent.core.judgement;

import org.jspecify.annotations.NullMarked;
