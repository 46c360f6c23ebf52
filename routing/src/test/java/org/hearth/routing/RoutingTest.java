package org.hearth.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.hearth.routing.Instance.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTest {

    private static final Point DEPOT = new Point(0, 0, 0, 0, 0, 100, 0);

    @TempDir
    Path folder;

    @Test
    void every_point_of_C101_is_served_once_in_its_window_by_eleven_vehicles_or_fewer() throws Exception {
        Instance instance = SolomonFormat.read(shipped("C101.txt"));
        Plan plan = Routing.solve(instance, Duration.ofSeconds(4));
        requireRight(plan, instance);
        assertThat(plan.unserved()).isEmpty();
        assertThat(plan.vehicles()).isLessThanOrEqualTo(11);
    }

    @Test
    void every_point_of_R101_is_served_once_in_its_narrow_window() throws Exception {
        Instance instance = SolomonFormat.read(shipped("R101.txt"));
        Plan plan = Routing.solve(instance, Duration.ofSeconds(4));
        requireRight(plan, instance);
        assertThat(plan.unserved()).isEmpty();
    }

    @Test
    void the_same_rounds_and_seed_give_the_same_plan() throws Exception {
        Instance instance = SolomonFormat.read(shipped("R101.txt"));
        Plan first = Routing.solve(instance, Duration.ofHours(1), 20, 7);
        assertThat(Routing.solve(instance, Duration.ofHours(1), 20, 7)).isEqualTo(first);
    }

    @Test
    void two_points_that_close_at_once_at_opposite_ends_need_two_vehicles() {
        Instance instance = new Instance(
                "opposite", 3, 10, DEPOT, List.of(new Point(1, 10, 0, 1, 0, 10, 5), new Point(2, -10, 0, 1, 0, 10, 5)));
        Plan plan = Routing.solve(instance, Duration.ofMinutes(1), 50, 1);
        requireRight(plan, instance);
        assertThat(plan.vehicles()).isEqualTo(2);
        assertThat(plan.distance()).isEqualTo(10 + 10 + 10 + 10);
    }

    @Test
    void who_comes_before_the_window_waits() {
        Instance instance = new Instance("early", 1, 10, DEPOT, List.of(new Point(1, 3, 4, 1, 20, 30, 5)));
        Plan plan = Routing.solve(instance, Duration.ofMinutes(1), 5, 1);
        Plan.Stop stop = plan.routes().getFirst().stops().getFirst();
        assertThat(stop.arrives()).isEqualTo(5);
        assertThat(stop.begins()).isEqualTo(20);
        assertThat(stop.leaves()).isEqualTo(20 + 5);
        assertThat(plan.routes().getFirst().returns()).isEqualTo(20 + 5 + 5);
    }

    @Test
    void a_point_that_nobody_can_serve_is_named_and_the_others_are_served() {
        Instance instance = new Instance(
                "too much",
                2,
                10,
                DEPOT,
                List.of(
                        new Point(1, 1, 0, 11, 0, 100, 1),
                        new Point(2, 80, 0, 1, 0, 70, 1),
                        new Point(3, 5, 0, 10, 0, 100, 1)));
        Plan plan = Routing.solve(instance, Duration.ofMinutes(1), 50, 1);
        requireRight(plan, instance);
        assertThat(plan.unserved()).extracting(Point::number).containsExactly(1, 2);
    }

    @Test
    void a_point_is_not_left_out_to_save_a_vehicle() {
        Instance instance = new Instance(
                "one each",
                5,
                1,
                DEPOT,
                List.of(
                        new Point(1, 40, 0, 1, 0, 50, 1),
                        new Point(2, 40, 1, 1, 0, 50, 1),
                        new Point(3, 40, 2, 1, 0, 50, 1)));
        Plan plan = Routing.solve(instance, Duration.ofMinutes(1), 50, 1);
        requireRight(plan, instance);
        assertThat(plan.vehicles()).isEqualTo(3);
        assertThat(plan.unserved()).isEmpty();
    }

    @Test
    void without_points_nobody_leaves_the_depot() {
        Plan plan = Routing.solve(new Instance("quiet", 1, 1, DEPOT, List.of()), Duration.ofSeconds(1));
        assertThat(plan.routes()).isEmpty();
        assertThat(plan.distance()).isZero();
    }

    @Test
    void a_plan_is_written_as_others_read_it() throws IOException {
        Point near = new Point(1, 3, 4, 1, 20, 30, 5);
        Point heavy = new Point(2, 3, 4, 11, 0, 100, 5);
        Instance instance = new Instance("early", 1, 10, DEPOT, List.of(near, heavy));
        Path file = folder.resolve("plan.txt");
        SolomonFormat.write(Routing.solve(instance, Duration.ofMinutes(1), 5, 1), file);
        assertThat(file).hasContent("""
                Instance early
                Route #1: 1
                Arrivals #1: 5.00
                Unserved: 2
                Vehicles 1
                Cost 10.00
                """);
    }

    @Test
    void a_bad_line_is_named_with_file_and_line() throws IOException {
        refused("C101\nVEHICLE\nNUMBER CAPACITY\n25 200\n0 40 50 0 0 1236\n", 5, "7 numbers are wanted here");
        refused("C101\nVEHICLE\nNUMBER CAPACITY\n25 many\n", 4, "not a number");
        refused("C101\nVEHICLE\n0 200\n", 3, "at least one vehicle");
        refused("C101\nVEHICLE\n25 200\n0 0 0 0 9 8 0\n", 4, "before it opens");
        refused("C101\nVEHICLE\n25 200\n0 0 0 0 0 NaN 0\n", 4, "before it opens");
        refused("C101\nVEHICLE\n25 200\n0 0 0 0 0 9 0\n1 0 0 -5 0 9 0\n", 5, "negative demand");
        refused("C101\nVEHICLE\n25 200\n0 0 0 0 0 9 0\n1 0 0 5 0 9 0\n1 0 0 5 0 9 0\n", 6, "point 1 comes twice");
        refused("C101\nthe quick brown fox\n", 2, "neither a heading nor a line of numbers");
        refused("C101\nVEHICLE\n25 200\n", 3, "ends before there is a depot");
        refused("", 1, "ends before there is a depot");
    }

    private void refused(String text, int line, String problem) throws IOException {
        Path file = folder.resolve("bad.txt");
        Files.writeString(file, text);
        assertThatThrownBy(() -> SolomonFormat.read(file))
                .isInstanceOf(SolomonFormat.Unreadable.class)
                .hasMessageStartingWith(file + ", line " + line + ": ")
                .hasMessageContaining(problem);
    }

    /** Adds everything up anew from the order of the visits alone. */
    private static void requireRight(Plan plan, Instance instance) {
        Set<Point> seen = new HashSet<>();
        double total = 0;
        for (Plan.Route route : plan.routes()) {
            double clock = instance.depot().opens();
            double distance = 0;
            int load = 0;
            Point at = instance.depot();
            for (Plan.Stop stop : route.stops()) {
                Point point = stop.point();
                double way = Math.sqrt(Math.pow(point.x() - at.x(), 2) + Math.pow(point.y() - at.y(), 2));
                distance += way;
                assertThat(stop.arrives()).isCloseTo(clock + way, within());
                assertThat(stop.arrives()).isLessThanOrEqualTo(point.closes());
                assertThat(stop.begins()).isBetween(point.opens(), point.closes());
                clock = Math.max(clock + way, point.opens()) + point.service();
                assertThat(stop.leaves()).isCloseTo(clock, within());
                load += point.demand();
                assertThat(seen.add(point))
                        .as("point %d is served once", point.number())
                        .isTrue();
                at = point;
            }
            double home = Math.sqrt(Math.pow(instance.depot().x() - at.x(), 2)
                    + Math.pow(instance.depot().y() - at.y(), 2));
            assertThat(load).isLessThanOrEqualTo(instance.capacity());
            assertThat(clock + home).isLessThanOrEqualTo(instance.depot().closes());
            assertThat(route.returns()).isCloseTo(clock + home, within());
            assertThat(route.distance()).isCloseTo(distance + home, within());
            total += distance + home;
        }
        assertThat(plan.distance()).isCloseTo(total, within());
        assertThat(plan.vehicles()).isLessThanOrEqualTo(instance.vehicles());
        seen.addAll(plan.unserved());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(instance.points());
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    private static Path shipped(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(RoutingTest.class.getResource(name)).toURI());
    }
}
