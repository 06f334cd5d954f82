package io.reagent.lm.constrain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws texts as a model that knows nothing would, but that closes what it opened once it has written enough. */
final class Walk {
    private Walk() {}

    static String text(Grammar grammar, Random random, int enough) {
        Constraint constraint = grammar.begin(Set.of());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int step = 0; !constraint.complete(); step++) {
            if (constraint.mayEnd() && (step > enough || random.nextInt(3) == 0)) {
                break;
            }
            List<Integer> allowed =
                    BitSet.valueOf(constraint.allowed()).stream().boxed().toList();
            List<Integer> closing = allowed.stream()
                    .filter(id -> closes(grammar.tokens().bytes(id)))
                    .toList();
            boolean close = step > enough && !closing.isEmpty() && random.nextInt(4) > 0;
            List<Integer> choices = close ? closing : allowed;
            int token = choices.get(random.nextInt(choices.size()));
            constraint.advance(token);
            text.writeBytes(grammar.tokens().bytes(token));
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static boolean closes(byte[] token) {
        return token.length == 1 && "\"]}".indexOf(token[0]) >= 0;
    }
}
