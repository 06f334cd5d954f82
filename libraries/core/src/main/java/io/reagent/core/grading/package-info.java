/** What a run's last message answers, and whether that is right. */
@NullMarked
package io.reagent.core.grading;

import org.jspecify.annotations.NullMarked;
