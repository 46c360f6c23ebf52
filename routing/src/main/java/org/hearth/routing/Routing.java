package org.hearth.routing;

import com.graphhopper.jsprit.core.algorithm.VehicleRoutingAlgorithm;
import com.graphhopper.jsprit.core.algorithm.box.Jsprit;
import com.graphhopper.jsprit.core.algorithm.termination.TimeTermination;
import com.graphhopper.jsprit.core.problem.Location;
import com.graphhopper.jsprit.core.problem.VehicleRoutingProblem;
import com.graphhopper.jsprit.core.problem.VehicleRoutingProblem.FleetSize;
import com.graphhopper.jsprit.core.problem.job.Service;
import com.graphhopper.jsprit.core.problem.solution.VehicleRoutingProblemSolution;
import com.graphhopper.jsprit.core.problem.solution.route.activity.TourActivity.JobActivity;
import com.graphhopper.jsprit.core.problem.vehicle.VehicleImpl;
import com.graphhopper.jsprit.core.problem.vehicle.VehicleTypeImpl;
import com.graphhopper.jsprit.core.util.Solutions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.routing.Instance.Point;
import org.hearth.routing.Plan.Route;
import org.hearth.routing.Plan.Stop;

/**
 * Finds short routes for patrols and rounds for visits, by ruin and recreate (jsprit): first every point that can be served,
 * then few vehicles, then little distance.
 */
public final class Routing {

    private static final long SEED = 2024;

    private Routing() {}

    /** The best plan found within a time; how good it is depends on the machine. See {@link #solve(Instance, Duration, int, long)}. */
    public static Plan solve(Instance instance, Duration atMost) {
        return solve(instance, atMost, Integer.MAX_VALUE, SEED);
    }

    /**
     * The best plan found in a number of rounds, or within a time if that is over before.
     *
     * <p>The search stops between two rounds, so it may take one round longer than the time: milliseconds for a hundred points,
     * seconds for thousands, for which the first plan alone may take that long. Where the rounds are what ends it, the same
     * instance, rounds and seed give the same plan.
     *
     * @throws IllegalArgumentException when the time or the rounds are not positive
     */
    public static Plan solve(Instance instance, Duration atMost, int rounds, long seed) {
        if (!atMost.isPositive() || rounds < 1) {
            throw new IllegalArgumentException("a search needs time and rounds, not " + atMost + " and " + rounds);
        }
        if (instance.points().isEmpty()) {
            return new Plan(instance, List.of(), List.of());
        }
        VehicleRoutingAlgorithm search = Jsprit.Builder.newInstance(problem(instance))
                .setProperty(Jsprit.Parameter.ITERATIONS, Integer.toString(rounds))
                .setProperty(Jsprit.Parameter.FAST_REGRET, "true")
                .setRandom(new Random(seed))
                .setObjectiveFunction(solution -> cost(instance, solution))
                .buildAlgorithm();
        TimeTermination time = new TimeTermination(atMost.toMillis());
        search.addListener(time);
        search.setPrematureAlgorithmTermination(time);
        return plan(instance, Solutions.bestOf(search.searchSolutions()));
    }

    private static VehicleRoutingProblem problem(Instance instance) {
        VehicleRoutingProblem.Builder problem =
                VehicleRoutingProblem.Builder.newInstance().setFleetSize(FleetSize.FINITE);
        Point depot = instance.depot();
        VehicleTypeImpl type = VehicleTypeImpl.Builder.newInstance("vehicle")
                .addCapacityDimension(0, instance.capacity())
                .setFixedCost(vehicleCost(instance))
                .build();
        for (int number = 1;
                number <= Math.min(instance.vehicles(), instance.points().size());
                number++) {
            problem.addVehicle(VehicleImpl.Builder.newInstance("vehicle " + number)
                    .setType(type)
                    .setStartLocation(Location.newInstance(depot.x(), depot.y()))
                    .setEarliestStart(depot.opens())
                    .setLatestArrival(depot.closes())
                    .build());
        }
        for (Point point : instance.points()) {
            problem.addJob(Service.Builder.newInstance(Integer.toString(point.number()))
                    .setLocation(Location.newInstance(point.x(), point.y()))
                    .addSizeDimension(0, point.demand())
                    .addTimeWindow(point.opens(), point.closes())
                    .setServiceTime(point.service())
                    .build());
        }
        return problem.build();
    }

    /** Ten times the way to the farthest point and back: enough that a vehicle is never saved in vain, little enough to guide. */
    private static double vehicleCost(Instance instance) {
        double farthest = instance.points().stream()
                .mapToDouble(instance.depot()::distance)
                .max()
                .orElseThrow();
        return 20 * Math.max(1, farthest);
    }

    /** Two vehicles for a point left out, because jsprit's own charge could be less than one vehicle. */
    private static double cost(Instance instance, VehicleRoutingProblemSolution solution) {
        double vehicles =
                solution.getRoutes().size() + 2.0 * solution.getUnassignedJobs().size();
        return vehicles * vehicleCost(instance) + plan(instance, solution).distance();
    }

    private static Plan plan(Instance instance, VehicleRoutingProblemSolution solution) {
        Map<String, Point> points = instance.points().stream()
                .collect(Collectors.toMap(point -> Integer.toString(point.number()), Function.identity()));
        List<Route> routes = solution.getRoutes().stream()
                .map(route -> route(
                        instance.depot(),
                        route.getActivities().stream()
                                .map(visit -> points.get(
                                        ((JobActivity) visit).getJob().getId()))
                                .toList()))
                .sorted(Comparator.comparingInt(
                        route -> route.stops().getFirst().point().number()))
                .toList();
        List<Point> unserved = solution.getUnassignedJobs().stream()
                .map(job -> points.get(job.getId()))
                .sorted(Comparator.comparingInt(Point::number))
                .toList();
        return new Plan(instance, routes, unserved);
    }

    private static Route route(Point depot, List<Point> points) {
        List<Stop> stops = new ArrayList<>();
        Point from = depot;
        double clock = depot.opens();
        double distance = 0;
        for (Point point : points) {
            double way = from.distance(point);
            double begins = Math.max(clock + way, point.opens());
            stops.add(new Stop(point, clock + way, begins, begins + point.service()));
            distance += way;
            clock = begins + point.service();
            from = point;
        }
        double home = from.distance(depot);
        return new Route(stops, distance + home, clock + home);
    }
}
