create policy follows_the_household on casework.step for select
    using (case_id in (select c.id from casework.case_file c join registry.relocated r using (household_id)));
create policy follows_the_household on casework.investigation for select
    using (case_id in (select c.id from casework.case_file c join registry.relocated r using (household_id)));
