// Package identity knows who is asking: people, sections, roles, delegations,
// passwords and sessions.
//
// Invariants: a person's rights are read from the database for every request;
// the three administrators hold no other role; nobody changes the own rights;
// people are disabled, never deleted, because signatures name them for ever.
package identity

import (
	"time"

	"golang.org/x/sync/semaphore"

	"gongkai/models/audit"
	"gongkai/models/store"
)

// Person is an account.
type Person struct {
	ID           uint64
	Username     string `gorm:"size:64"` // lower case
	Name         string `gorm:"size:60"`
	SectionID    *uint64
	PasswordHash string `gorm:"size:255"`
	PasswordAt   time.Time
	TOTPSecret   string `gorm:"column:totp_secret;size:64"` // base32; "" is off
	TOTPStep     int64  `gorm:"column:totp_step"`           // last time step used: a code works once
	Disabled     bool
	Failures     int        // failed logins since the last good one
	LockedUntil  *time.Time // no login before
	Epoch        int        // sessions of an older epoch are dead
	Version      int
	CreatedAt    time.Time
	Roles        []Role `gorm:"-"` // from people_roles, in the order of Roles()
}

// TableName implements gorm's Tabler.
func (Person) TableName() string { return "people" }

// Section is a 科室.
type Section struct {
	ID        uint64
	Name      string `gorm:"size:60"`
	Position  int
	Version   int
	CreatedAt time.Time
}

// TableName implements gorm's Tabler.
func (Section) TableName() string { return "sections" }

// personRole is one role of one person.
type personRole struct {
	PersonID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Role     Role   `gorm:"primaryKey;size:20"`
}

// TableName implements gorm's Tabler.
func (personRole) TableName() string { return "people_roles" }

// Delegation lets a person sign level 2 for a section between two instants
// (授权代办), because its head is away.
type Delegation struct {
	ID        uint64
	SectionID uint64
	FromID    uint64 // the head
	ToID      uint64
	StartsAt  time.Time // inclusive
	EndsAt    time.Time // exclusive
	Reason    string    `gorm:"size:200"`
	RevokedAt *time.Time
	Version   int
	CreatedAt time.Time
}

// TableName implements gorm's Tabler.
func (Delegation) TableName() string { return "delegations" }

// Session is one login of one person on one device.
type Session struct {
	TokenHash string `gorm:"primaryKey;size:64"` // sha256 of the cookie's value
	PersonID  uint64
	Epoch     int
	CSRF      string `gorm:"column:csrf;size:64"` // the token every form of this session carries
	IP        string `gorm:"column:ip;size:64"`
	CreatedAt time.Time
	SeenAt    time.Time
}

// TableName implements gorm's Tabler.
func (Session) TableName() string { return "sessions" }

// Attempt is one login attempt on a known account.
type Attempt struct {
	ID       uint64
	PersonID uint64
	At       time.Time
	OK       bool   `gorm:"column:ok"`
	IP       string `gorm:"column:ip;size:64"`
}

// TableName implements gorm's Tabler.
func (Attempt) TableName() string { return "logins" }

// Tables lists what the package stores.
func Tables() []any {
	return []any{&Section{}, &Person{}, &personRole{}, &Delegation{}, &Session{}, &Attempt{}}
}

// Service is the package's door.
type Service struct {
	store   *store.Store
	ledger  *audit.Ledger
	hashing *semaphore.Weighted // at most two password hashes at once: each takes 19 MiB
	cost    cost
}

// New returns the service kept in s.
func New(s *store.Store, l *audit.Ledger) *Service {
	return &Service{store: s, ledger: l, hashing: semaphore.NewWeighted(2), cost: fullCost}
}

// Cheap makes password hashes cost almost nothing. For tests, which log in
// thousands of times; production code must not call it.
func (s *Service) Cheap() { s.cost = testCost }

func (p *Person) row() audit.Row {
	return audit.NewRow("people", p.ID, p.Username, p.Name, p.SectionID, p.PasswordHash, p.PasswordAt, p.TOTPSecret,
		p.Disabled, p.Version, p.CreatedAt, p.Roles)
}

func (x *Section) row() audit.Row {
	return audit.NewRow("sections", x.ID, x.Name, x.Position, x.Version, x.CreatedAt)
}

func (d *Delegation) row() audit.Row {
	return audit.NewRow("delegations", d.ID, d.SectionID, d.FromID, d.ToID, d.StartsAt, d.EndsAt, d.Reason, d.RevokedAt, d.Version, d.CreatedAt)
}
