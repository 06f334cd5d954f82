package io.reagent.standalone.cli;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code ./reagent status --json} prints: state, and where one runs its pid, places, services and what they lack. */
final class StatusJson {
    private StatusJson() {}

    static ObjectNode of(PlatformState state, LauncherFiles files) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        switch (state) {
            case PlatformState.NotRunning() -> json.put("state", "NOT_RUNNING");
            case PlatformState.Starting(long pid) -> place(json.put("state", "STARTING"), pid, files);
            case PlatformState.Running running -> {
                place(json.put("state", running.ready() ? "READY" : "NOT_READY"), running.pid(), files);
                json.put("postgres", running.said().url("Postgres"));
                ArrayNode services = json.putArray("services");
                for (Readiness service : running.services()) {
                    services.addObject()
                            .put("name", service.name())
                            .put("url", service.url())
                            .put("ready", service.ready())
                            .put("status", service.status());
                }
                ArrayNode lacks = json.putArray("lacks");
                running.said().lacks().forEach(lacks::add);
            }
        }
        return json;
    }

    private static void place(ObjectNode json, long pid, LauncherFiles files) {
        json.put("pid", pid);
        json.put("data", files.data().toString());
        json.put("log", files.log().toString());
    }
}
