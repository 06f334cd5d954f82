package io.reagent.core.agent;

/** One message of a run, as the model is shown it. */
public sealed interface Message {
    /** Instructions that stand before the conversation. */
    record System(String text) implements Message {}

    /** The question, or something else the agent is told. */
    record User(String text) implements Message {}

    /** What the model itself said in an earlier turn. */
    record Assistant(ModelTurn turn) implements Message {}

    /**
     * What a tool call of the last assistant message returned; in the order of its calls.
     *
     * @param callId the call's id, as {@link ToolRequest#id}
     */
    record ToolAnswer(String callId, String toolName, String text) implements Message {}
}
