package io.reagent.policy.openai;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Who asks: callers that wait for a model take turns. */
final class Caller {
    private Caller() {}

    static String of(ServerHttpRequest http) {
        InetSocketAddress address = http.getRemoteAddress();
        return address == null || address.getAddress() == null
                ? ""
                : address.getAddress().getHostAddress();
    }
}
