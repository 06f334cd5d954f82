package io.reagent.rrm.store;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.RetentionProperties;
import io.reagent.kit.database.UuidV7;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;

/** Which rows go when judgements have had their time. */
public final class RrmRetention {
    private static final int ROWS = 1_000;

    private RrmRetention() {}

    /**
     * Judgements go with their samples and their place in the cache; trajectories when the last judgement of them is gone.
     */
    public static Retention of(DatabaseClient database, RetentionProperties properties) {
        return new Retention(
                properties.sweep(),
                List.of(
                        new Retention.Kept(
                                "judgements", properties.judgements(), before -> database.sql("""
                                        delete from rrm.judgement where id in (
                                            select id from rrm.judgement where parent_id is null and id < :before
                                            order by id limit\s""" + ROWS + ")")
                                        .bind("before", UuidV7.least(before))),
                        // one that is being judged is locked by the judgement's row, and skipped
                        new Retention.Kept("trajectories", properties.judgements(), before -> database.sql(
                                        """
                                        delete from rrm.trajectory where id in (
                                            select t.id from rrm.trajectory t where t.id < :before and not exists (
                                                select from rrm.judgement j where j.trajectory_id = t.id)
                                            order by t.id limit\s""" + ROWS + " for update skip locked)")
                                .bind("before", UuidV7.least(before)))));
    }
}
