/** Reinforcement learning from outcomes and judgements: rewards, group advantages and what they weigh in a loss. */
@NullMarked
package io.reagent.core.rl;

import org.jspecify.annotations.NullMarked;
