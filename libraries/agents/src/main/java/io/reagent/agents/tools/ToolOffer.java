package io.reagent.agents.tools;

import io.reagent.core.tools.Tool;

/** A tool that was configured, by default or by the operator. */
public sealed interface ToolOffer {
    /** As an agent calls it. */
    String name();

    /** One that can be called. */
    record Ready(Tool tool) implements ToolOffer {
        @Override
        public String name() {
            return tool.description().name();
        }
    }

    /**
     * One that cannot run here.
     *
     * @param reason with what to do about it
     */
    record Missing(String name, String reason) implements ToolOffer {}
}
