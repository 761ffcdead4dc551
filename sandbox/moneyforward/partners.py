"""The partners (取引先) of the office, each with the departments that billings are addressed to."""

from collections.abc import Iterator
from dataclasses import asdict

from sandbox.freee.shelf import Shelf
from sandbox.moneyforward.errors import not_found, refused
from sandbox.moneyforward.records import Json, Partner, make_id
from sandbox.moneyforward.settings import MoneyForwardSettings


class PartnerBook:
    """All partners by id."""

    def __init__(self, settings: MoneyForwardSettings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        kept = sorted((Partner(**row) for row in shelf.all("partner")), key=lambda one: one.serial)
        self._by_id = {partner.id: partner for partner in kept}
        self._serial = max((partner.serial for partner in self), default=0)
        self._departments = sum(len(partner.departments) for partner in self)

    def __iter__(self) -> Iterator[Partner]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, partner_id: str) -> Partner:
        """Return a partner; 404 if there is none."""
        found = self._by_id.get(partner_id)
        if found is None:
            raise not_found()
        return found

    def of_department(self, department_id: object) -> Partner | None:
        """Return the partner that has the department."""
        return next((p for p in self if any(d["id"] == department_id for d in p.departments)), None)

    def add(self, body: Json, now: float) -> Partner:
        """Create a partner from a checked body."""
        if self._settings.repeated_partner == "refused" and any(p.name == body["name"] for p in self):
            raise refused(self._settings, ["Name has already been taken"])
        if body.get("code") and any(p.code == body["code"] for p in self):
            raise refused(self._settings, ["Code has already been taken"])
        self._serial += 1
        partner = Partner(make_id("partner", self._serial), self._serial, body["name"], now, now)
        self._by_id[partner.id] = partner
        self._take(partner, body)
        for department in body.get("departments", []):
            self.add_department(partner, department, now)
        self._save(partner)
        return partner

    def change(self, partner: Partner, body: Json, now: float) -> None:
        """Overwrite the given fields; departments are not among them."""
        partner.name, partner.updated = body.get("name", partner.name), now
        self._take(partner, body)
        self._save(partner)

    def delete(self, partner: Partner) -> None:
        """Delete a partner for good."""
        del self._by_id[partner.id]
        self._shelf.drop("partner", partner.id)

    def add_department(self, partner: Partner, body: Json, now: float) -> Json:
        """Add a department; at least one of its fields must say something."""
        if not any(body.values()):
            raise refused(self._settings, ["Fill in at least one parameter"])
        self._departments += 1
        department = {"id": make_id("department", self._departments), **body, "created": now}
        partner.departments.append(department)
        partner.updated = now
        self._save(partner)
        return department

    def search(self, query: Json) -> list[Partner]:
        """Return the partners a query names, newest first. Filters find parts; a comma separates several."""
        wanted = {
            name: [part for part in query.get(name, "").split(",") if part] for name in ("name", "code", "name_kana")
        }
        q = query.get("q", "")
        found = [
            partner
            for partner in self
            if all(
                not parts or any(part in (getattr(partner, name) or "") for part in parts)
                for name, parts in wanted.items()
            )
            and (not q or q in partner.name or q == partner.code)
        ]
        return found[::-1] if self._settings.list_order == "newest_first" else found

    def _take(self, partner: Partner, body: Json) -> None:
        for name in ("code", "name_kana", "name_suffix", "memo"):
            if name in body:
                setattr(partner, name, body[name])
        partner.deadline = body.get("payment_deadline_setting", partner.deadline)

    def _save(self, partner: Partner) -> None:
        if self._shelf.in_use:
            self._shelf.put("partner", partner.id, asdict(partner))
