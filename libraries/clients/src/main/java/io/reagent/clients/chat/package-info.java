/** Chat completions, asked of any server that speaks OpenAI's protocol. */
@NullMarked
package io.reagent.clients.chat;

import org.jspecify.annotations.NullMarked;
