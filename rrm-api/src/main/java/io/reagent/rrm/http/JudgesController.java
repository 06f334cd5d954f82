package io.reagent.rrm.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.rrm.judges.Judge;
import io.reagent.rrm.judges.JudgeIdentity;
import io.reagent.rrm.judges.Judges;
import io.reagent.rrm.judges.UnusableWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Says who judges here. */
@Tag(name = "Judgements")
@RestController
class JudgesController {
    private final Judges judges;

    JudgesController(Judges judges) {
        this.judges = judges;
    }

    /** @param standard who judges when a request names nobody, or null when somebody must be named */
    record JudgeList(
            List<JudgeView> judges,
            @JsonProperty("default") @Nullable String standard) {}

    /** @param problem why its model could not be loaded; left out where it could */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JudgeView(
            String name,
            String model,
            String version,
            @Nullable String problem) {
        static JudgeView of(Judge judge) {
            JudgeIdentity identity = judge.identity();
            return new JudgeView(
                    identity.name(),
                    identity.model(),
                    identity.version(),
                    judge.writer() instanceof UnusableWriter unusable ? unusable.problem() : null);
        }
    }

    @Operation(operationId = "listJudges", summary = "List the judges by name")
    @GetMapping("/v1/judges")
    public Mono<JudgeList> all() {
        Judge standard = judges.standard();
        return Mono.just(new JudgeList(
                judges.all().stream().map(JudgeView::of).toList(),
                standard == null ? null : standard.identity().name()));
    }
}
