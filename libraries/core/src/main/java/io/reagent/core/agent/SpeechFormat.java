package io.reagent.core.agent;

import io.reagent.core.tools.ToolDescription;
import java.util.List;

/** How a model writes thoughts and calls in plain text, for servers that do not take its text apart themselves. */
public interface SpeechFormat {
    /** Takes a turn apart. Any text is accepted; a call that cannot be read is one with a problem. */
    Speech parse(String text);

    /** A result as the model is shown it; nothing in {@code text} can end it early. */
    String result(String text);

    /** What a system prompt says about the tools and how to call them. */
    String instructions(List<ToolDescription> tools);
}
