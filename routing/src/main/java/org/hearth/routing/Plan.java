package org.hearth.routing;

import java.util.List;
import org.hearth.routing.Instance.Point;

/**
 * Who goes where, and when.
 *
 * @param instance the instance that it is a plan for
 * @param routes one for each vehicle that leaves the depot
 * @param unserved points that no vehicle could take in, with the vehicles, capacities and windows there are
 */
public record Plan(Instance instance, List<Route> routes, List<Point> unserved) {

    /**
     * One vehicle's way from the depot and back to it.
     *
     * @param stops the points in the order of the visits; never empty
     * @param distance the whole way, in the unit of the coordinates
     * @param returns when the vehicle is back at the depot
     */
    public record Route(List<Stop> stops, double distance, double returns) {

        public Route {
            stops = List.copyOf(stops);
        }
    }

    /**
     * A visit.
     *
     * @param point where
     * @param arrives when the vehicle comes
     * @param begins when service begins: on arrival, or when the window opens
     * @param leaves when service is done and the vehicle goes on
     */
    public record Stop(Point point, double arrives, double begins, double leaves) {}

    public Plan {
        routes = List.copyOf(routes);
        unserved = List.copyOf(unserved);
    }

    /** How many vehicles leave the depot. */
    public int vehicles() {
        return routes.size();
    }

    /** The way of all vehicles together, in the unit of the coordinates. */
    public double distance() {
        return routes.stream().mapToDouble(Route::distance).sum();
    }
}
