package io.reagent.policy.lifecycle;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.Retention.Kept;
import io.reagent.kit.database.RetentionProperties;
import io.reagent.kit.database.UuidV7;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * Which rows go when they have had their time. Checkpoints stay, and with them the runs and sessions they belong to: they
 * have a time of their own. Nothing of a session that is open goes.
 */
@Configuration(proxyBeanMethods = false)
class PolicyRetention {
    private static final String ROWS = " limit 1000)";

    @Bean
    Retention sessionRetention(DatabaseClient database, RetentionProperties properties) {
        return new Retention(
                properties.sweep(),
                List.of(
                        new Kept("agent runs", properties.agents(), before -> database.sql("""
                                        delete from policy.agent_run where id in (
                                            select id from policy.agent_run where id < :before and status <> 'RUNNING'
                                            order by id""" + ROWS)
                                .bind("before", UuidV7.least(before))),
                        new Kept("models in training", properties.sessions(), since(database, """
                                delete from policy.training_run where id in (
                                    select r.id from policy.session s join policy.training_run r on r.session_id = s.id
                                    where s.ended_at < :before and r.state <> 'LIVE' and r.last_request_at < :before
                                        and not exists (select from policy.checkpoint c where c.run_id = r.id)""" + ROWS)),
                        new Kept("sampling sessions", properties.sessions(), since(database, """
                                delete from policy.sampling_session where id in (
                                    select p.id from policy.session s
                                        join policy.sampling_session p on p.session_id = s.id
                                    where s.ended_at < :before""" + ROWS)),
                        new Kept("sessions", properties.sessions(), since(database, """
                                delete from policy.session where id in (
                                    select s.id from policy.session s where s.ended_at < :before
                                        and not exists (select from policy.training_run r where r.session_id = s.id)
                                        and not exists (
                                            select from policy.sampling_session p where p.session_id = s.id)""" + ROWS))));
    }

    private static Function<Instant, GenericExecuteSpec> since(DatabaseClient database, String sql) {
        return before -> database.sql(sql).bind("before", before);
    }
}
