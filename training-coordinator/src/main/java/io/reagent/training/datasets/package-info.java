/** What policies are trained on: the made-up world of tasks, and files of questions with answers. */
@NullMarked
package io.reagent.training.datasets;

import org.jspecify.annotations.NullMarked;
