package dev.corral.sim;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of all tables as they were at a moment, and as often as needed again. */
final class DatabasePhoto {
  private static final int SEEDS_BETWEEN_VACUUMS = 40;
  private final JdbcClient sql;
  private final List<String> tables;
  private int restored;

  DatabasePhoto(JdbcClient sql) {
    this.sql = sql;
    this.tables =
        sql.sql(
                """
                select table_schema || '.' || table_name from information_schema.tables
                where table_type = 'BASE TABLE'
                  and (table_schema = 'corral' and table_name not in ('app_user', 'flyway_schema_history')
                    or table_schema = 'public' and (table_name like 'act\\_ru\\_%' or table_name like 'act\\_hi\\_%'))
                order by 1\
                """)
            .query(String.class)
            .list();
    take();
  }

  private void take() {
    sql.sql("drop schema if exists photo cascade").update();
    sql.sql("create schema photo").update();
    StringBuilder body = new StringBuilder();
    for (String table : tables) {
      String photo = "photo." + table.replace('.', '_');
      sql.sql("create table " + photo + " as select * from " + table).update();
      body.append("delete from ").append(table).append(";\n");
      if (sql.sql("select exists(select 1 from " + photo + ")").query(Boolean.class).single())
        body.append(
            "insert into %s overriding system value select * from %s;\n".formatted(table, photo));
    }
    sql.sql(
            """
            create function photo.restore() returns void language plpgsql as $$ begin
            perform set_config('session_replication_role', 'replica', true);
            """
                + body
                + "end $$")
        .update();
  }

  /** In one transaction; triggers sleep meanwhile. */
  void restore() {
    sql.sql("select photo.restore()").query().listOfRows();
    if (++restored % SEEDS_BETWEEN_VACUUMS == 0)
      for (String table : tables) sql.sql("vacuum " + table).update();
  }
}
