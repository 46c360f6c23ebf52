-- Several rows that were confirmed at one click, each by a decision of its own: so that the click can be taken back as a whole.
alter table exchange.who_decision
    add column act uuid;
create index who_decision_by_act on exchange.who_decision (act) where act is not null;
