package io.reagent.policy.openai;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON of what is sampled for one request: chunks as it comes, or one answer at the end. Not thread-safe. */
interface AnswerWriter {
    List<ObjectNode> take(Sampled sampled);

    /** After the last choice has ended. */
    List<ObjectNode> end();
}
