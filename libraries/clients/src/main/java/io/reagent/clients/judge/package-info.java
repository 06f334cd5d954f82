/** Judgements, asked of rrm-api. */
@NullMarked
package io.reagent.clients.judge;

import org.jspecify.annotations.NullMarked;
