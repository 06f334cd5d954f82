package io.reagent.dialogue;

import io.reagent.core.agent.Speech;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.tools.ToolDescription;
import java.util.List;

/** Text that is neither thought nor call, as a judge writes it. */
final class PlainFormat implements SpeechFormat {
    @Override
    public Speech parse(String text) {
        return new Speech(null, text.strip(), List.of());
    }

    @Override
    public String result(String text) {
        return text;
    }

    @Override
    public String instructions(List<ToolDescription> tools) {
        return "";
    }
}
