/** What {@code ./reagent demo} shows: shipped trajectories judged by a running platform, and a policy that learns. */
@NullMarked
package io.reagent.standalone.demo;

import org.jspecify.annotations.NullMarked;
