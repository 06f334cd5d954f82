/** OpenAI's protocol over the models of this process: chat completions, completions and the list of models. */
@NullMarked
package io.reagent.policy.openai;

import org.jspecify.annotations.NullMarked;
