package io.reagent.standalone.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads back from Postgres what the service stored, as a user with psql would. */
record StoredRows(String url) {
    /** Also printed for the user to run. */
    static final String SQL = "select t.format, t.call_count, j.outcome, j.score, j.judge, j.id"
            + " from rrm.judgement j join rrm.trajectory t on t.id = j.trajectory_id";

    record Row(String format, int calls, String outcome, String score, String judge, String id) {}

    List<Row> of(List<UUID> judgements) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:" + withoutUser(), user(), password());
                PreparedStatement query = connection.prepareStatement(SQL + " where j.id = any (?) order by j.id")) {
            query.setArray(1, connection.createArrayOf("uuid", judgements.toArray()));
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    String score = found.getString(4);
                    rows.add(new Row(
                            found.getString(1),
                            found.getInt(2),
                            found.getString(3),
                            score == null ? "" : score,
                            found.getString(5),
                            found.getString(6)));
                }
            }
        }
        return rows;
    }

    private String user() {
        int at = url.indexOf('@');
        return at < 0 ? "" : url.substring(url.indexOf("//") + 2, at);
    }

    private String withoutUser() {
        return "postgresql://" + url.substring((url.contains("@") ? url.indexOf('@') : url.indexOf("//") + 1) + 1);
    }

    /** The platform's own setting, where it has one; else the driver reads the file that {@code PGPASSFILE} names. */
    private static @Nullable String password() {
        return System.getenv("REAGENT_DATABASE_PASSWORD");
    }

    /** What runs the query again in a shell, up to the query. */
    String psql() {
        String file = System.getenv("PGPASSFILE");
        return (file == null ? "" : "PGPASSFILE=" + file + " ") + "psql " + url;
    }
}
