package org.hearth.app.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.hearth.app.platform.Problem;

/** A Parquet file; its columns' names are the first line. */
record ParquetTable(Path path) implements Table {

    @Override
    public List<Note> notes() {
        return List.of(Note.readSo("按 Parquet 格式读取。", "Read as Parquet."));
    }

    @Override
    public void read(LineUse use) throws IOException {
        Properties streaming = new Properties();
        streaming.setProperty("jdbc_stream_results", "true");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:", streaming);
                Statement statement = duckdb.createStatement()) {
            statement.execute("set memory_limit = '512MB'");
            statement.execute("set threads = 1");
            try (ResultSet row = statement.executeQuery("select left(columns(*)::varchar, " + (LONGEST_CELL + 1)
                    + ") from read_parquet('" + path.toString().replace("'", "''") + "')")) {
                int width = row.getMetaData().getColumnCount();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    names.add(row.getMetaData().getColumnName(i));
                }
                boolean more = use.take(names, Set.of());
                while (more && row.next()) {
                    List<String> cells = new ArrayList<>(width);
                    for (int i = 1; i <= width; i++) {
                        cells.add(bounded(Objects.requireNonNullElse(row.getString(i), "")));
                    }
                    more = use.take(cells, Set.of());
                }
            }
        } catch (SQLException e) {
            throw new Problem(
                    "Parquet 文件损坏或内容过大，没有导入。请重新导出后上传，或改用 CSV。",
                    "The Parquet file is damaged or too large inside; nothing was imported. Export it again, or use CSV.");
        }
    }

    private static String bounded(String cell) {
        if (cell.length() > LONGEST_CELL) {
            throw new Problem(
                    "Parquet 文件中有超过 " + LONGEST_CELL + " 字的内容，不是部门数据表，没有导入。",
                    "The Parquet file has a value of more than " + LONGEST_CELL
                            + " characters and is no table of records; nothing was imported.");
        }
        return cell;
    }
}
