package io.reagent.training.store;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.RetentionProperties;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;

/** Which rows go when runs have had their time. */
public final class RunRetention {
    private RunRetention() {}

    /**
     * A run that is over goes whole, with its steps, groups, rollouts, evaluations and checkpoints' rows, unless a run that
     * is there was forked from it. Saved weights are the policy server's, and stay there.
     */
    public static Retention of(DatabaseClient database, RetentionProperties properties) {
        return new Retention(
                properties.sweep(),
                List.of(new Retention.Kept("training runs", properties.runs(), before -> database.sql("""
                                delete from training.run where id = (
                                    select r.id from training.run r
                                    where r.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and r.finished_at < :before
                                        and not exists (select from training.run f
                                            join training.checkpoint c on c.id = f.forked_from
                                            where c.run_id = r.id)
                                    order by r.finished_at limit 1 for update skip locked)""")
                        .bind("before", before))));
    }
}
