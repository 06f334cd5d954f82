/** Generation limited to a regular expression or a JSON schema: grammars over bytes, and the tokens they allow. */
@NullMarked
package io.reagent.lm.constrain;

import org.jspecify.annotations.NullMarked;
