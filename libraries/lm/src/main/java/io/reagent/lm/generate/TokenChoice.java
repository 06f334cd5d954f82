package io.reagent.lm.generate;

import java.util.List;

/** The token chosen for one row, its logprob at temperature 1, and the alternatives asked for. */
record TokenChoice(int token, float logprob, List<GeneratedToken.Alternative> alternatives) {}
