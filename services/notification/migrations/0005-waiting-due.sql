UPDATE mail SET due = intended WHERE state = 'waiting'
