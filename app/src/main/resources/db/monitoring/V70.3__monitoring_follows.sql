call registry.follow('monitoring', 'signal');
create policy follows_the_household on monitoring.home_verification for select
    using (alert_id in (select a.id from monitoring.alert a join registry.relocated r using (household_id)));
