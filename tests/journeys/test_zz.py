from tests.journeys.conftest import *
def test_x(travelled):
    for n in ("sheltered after the risk was assessed","passport refused, and still a labour case","every referral goes a long way"):
        t=travelled(n)
        print(n, t.case.hospital, t.case.governorate, [(s.element_id,s.party,s.unit,s.acting_for,s.state) for s in t.steps if s.unit!='EPC' or s.acting_for])
